/** What the hub says of databases: it is told what became of those it delivers, and those it asks about are tried. */
package io.pulsefleet.agent.databases;
