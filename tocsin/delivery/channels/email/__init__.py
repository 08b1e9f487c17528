from tocsin.delivery.channels.email.channel import EmailChannel as EmailChannel
