"""Who is acting, what they may do, and what day it is. Pure Python: no Flask, no SQLAlchemy."""
