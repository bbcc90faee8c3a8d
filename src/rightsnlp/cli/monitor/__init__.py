"""The commands of the monitor's desk."""
