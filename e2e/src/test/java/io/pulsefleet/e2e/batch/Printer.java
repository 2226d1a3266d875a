package io.pulsefleet.e2e.batch;

import jakarta.batch.api.BatchProperty;
import jakarta.batch.api.chunk.AbstractItemWriter;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.List;

/** Prints, and runs out of paper at the number that the job's parameter {@code paper} says. */
public class Printer extends AbstractItemWriter {

    @Inject
    @BatchProperty
    String paper;

    @Override
    public void writeItems(List<Object> invoices) throws IOException {
        for (var invoice : invoices) {
            if ((Integer) invoice >= Integer.parseInt(paper)) {
                throw new IllegalStateException(
                        "cannot print invoice " + invoice, new IOException("no paper in printer 3"));
            }
        }
    }
}
