-- How far each database is from the end of its transaction numbers.
-- every   5m
-- scope   server
-- label   database   Name of the database.
-- gauge   xid_age    postgresql.wraparound.xid_age  {transaction} Transactions since its oldest row was frozen.
-- gauge   mxid_age   postgresql.wraparound.mxid_age {transaction} The same of multixacts.
-- gauge   xid_used   postgresql.wraparound.used     1             Which part of the 2^31 numbers is used; at 1 it stops.
SELECT datname AS database, age(datfrozenxid) AS xid_age, mxid_age(datminmxid) AS mxid_age,
       round(greatest(age(datfrozenxid), mxid_age(datminmxid)) / 2147483648.0, 6) AS xid_used
  FROM pg_database
 ORDER BY age(datfrozenxid) DESC
 LIMIT 100;
