"""What InO costs: SOS, other severe events, and dose-limiting toxicity by dose level."""

from components.safety import draw_safety

draw_safety()
