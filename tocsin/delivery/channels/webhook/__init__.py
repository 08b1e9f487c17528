from tocsin.delivery.channels.webhook.channel import WebhookChannel as WebhookChannel
