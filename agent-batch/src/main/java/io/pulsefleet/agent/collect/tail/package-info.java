/**
 * Follows files that others write and rotate. What their bytes mean is for whoever reads them to know: nothing here knows
 * of any format.
 *
 * <p>A file is known by its inode and by what stood in it where it was read, so it is the same under another name, and
 * another under the same name. How far each was read is the target's place.
 */
package io.pulsefleet.agent.collect.tail;
