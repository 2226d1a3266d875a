package io.pulsefleet.e2e.batch;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemReader;
import jakarta.inject.Inject;
import java.io.Serializable;

/** Reads the numbers of invoices, from 1 to the job's parameter {@code count}; a restart goes on where it was. */
public class Invoices extends AbstractItemReader {

    @Inject
    @BatchProperty
    String count;

    private int last;

    @Override
    public void open(Serializable checkpoint) {
        last = checkpoint == null ? 0 : (Integer) checkpoint;
    }

    @Override
    public Object readItem() {
        return last < Integer.parseInt(count) ? Integer.valueOf(++last) : null;
    }

    @Override
    public Serializable checkpointInfo() {
        return last;
    }
}
