// installs an extension from the network -> query-refused
INSTALL httpfs FROM 'CANARY'
