from tocsin.delivery.channels.social.channel import SocialChannel as SocialChannel
