from tocsin.delivery.channels.print.channel import PrintChannel as PrintChannel
