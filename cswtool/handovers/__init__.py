"""A case goes from one worker to another: offered, accepted or declined; or assigned at once."""
