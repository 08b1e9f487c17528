from tocsin.delivery.channels.sandbox.channel import SandboxChannel as SandboxChannel
