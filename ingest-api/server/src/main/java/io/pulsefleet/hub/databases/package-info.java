/** What people ask about the PostgreSQL servers that agents watch. Columns are called as PostgreSQL calls them. */
package io.pulsefleet.hub.databases;
