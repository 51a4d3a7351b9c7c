// begins a transaction that holds others up -> query-refused
BEGIN TRANSACTION
