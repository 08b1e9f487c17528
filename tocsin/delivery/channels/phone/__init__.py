from tocsin.delivery.channels.phone.channel import PhoneChannel as PhoneChannel
