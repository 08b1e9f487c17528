from tocsin.delivery.channels.webform.channel import WebformChannel as WebformChannel
