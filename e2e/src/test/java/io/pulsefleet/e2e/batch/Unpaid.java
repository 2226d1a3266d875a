package io.pulsefleet.e2e.batch;

import jakarta.batch.api.chunk.ItemProcessor;

/** Every third is paid already and is filtered. */
public class Unpaid implements ItemProcessor {

    @Override
    public Object processItem(Object invoice) {
        return (Integer) invoice % 3 == 0 ? null : invoice;
    }
}
