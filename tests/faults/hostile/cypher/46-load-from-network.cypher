// loads a table from the network -> query-refused
LOAD FROM 'CANARYtable.csv' RETURN *
