"""View models of the network: what is drawn, where, and how it is linked."""
