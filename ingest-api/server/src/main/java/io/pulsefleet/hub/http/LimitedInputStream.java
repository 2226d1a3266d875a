package io.pulsefleet.hub.http;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Lets no more through than it may, and than all together may. Counts what comes out unpacked, whatever a header said of the length. */
final class LimitedInputStream extends FilterInputStream {

    /** More came than may come. */
    static final class TooLargeException extends IOException {

        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super("The body is larger than " + limit + " bytes, unpacked.");
        }
    }

    /** It may come, but others hold all the room now. */
    static final class TooManyException extends IOException {

        private static final long serialVersionUID = 1L;

        TooManyException() {
            super("The hub reads more at the same time than it can hold.");
        }
    }

    private final long limit;
    private final Lease lease;
    private long count;

    LimitedInputStream(InputStream in, long limit, Lease lease) {
        super(in);
        this.limit = limit;
        this.lease = lease;
    }

    @Override
    public int read() throws IOException {
        var read = super.read();
        if (read >= 0) {
            count(1);
        }
        return read;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        var read = super.read(into, offset, length);
        if (read > 0) {
            count(read);
        }
        return read;
    }

    @Override
    public long skip(long length) throws IOException {
        var skipped = super.skip(length);
        count(skipped);
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    private void count(long more) throws IOException {
        count += more;
        if (count > limit) {
            throw new TooLargeException(limit);
        }
        if (!lease.reading(count)) {
            throw new TooManyException();
        }
    }
}
