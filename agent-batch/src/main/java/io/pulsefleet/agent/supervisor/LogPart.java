package io.pulsefleet.agent.supervisor;

import java.nio.ByteBuffer;

/**
 * @param file by which it is known again: another file under the same name has another
 * @param size of the whole file
 */
public record LogPart(String file, long size, ByteBuffer data) {}
