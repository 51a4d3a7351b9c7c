// loads a table from the network as Neo4j does -> query-refused
LOAD CSV FROM 'CANARYtable.csv' AS row RETURN row
