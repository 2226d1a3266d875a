/**
 * The hub's database. Migrations and mapping lie together; each feature has its package.
 *
 * <p>What comes by the million (frames, lines, documents) is written by COPY; all else goes through JPA. Both take part
 * in the caller's transaction. The store knows no message and no rule of the hub: it keeps what it is given.
 */
package io.pulsefleet.store;
