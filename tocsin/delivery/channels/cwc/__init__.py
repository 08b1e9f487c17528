from tocsin.delivery.channels.cwc.channel import CwcChannel as CwcChannel
