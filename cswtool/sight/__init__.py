"""Who sees which case and which person. Every `visible_to` above is built from this."""
