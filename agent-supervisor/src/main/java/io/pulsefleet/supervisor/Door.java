package io.pulsefleet.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import jdk.net.ExtendedSocketOptions;

/**
 * The socket. A connection is one line that asks and one line that answers.
 *
 * <p>(1) Who asks is known by the kernel (SO_PEERCRED), before a byte is read. (2) At most eight are served at once; the
 * others wait in the kernel's queue. (3) A request ends in five seconds and 4 KB, or is refused.
 */
final class Door implements AutoCloseable {

    static final int MOST_AT_ONCE = 8;
    static final int MOST_BYTES = 4_096;
    private static final int MOST_WAITING = 64;
    private static final Duration LONGEST_END = Duration.ofSeconds(10);

    private final ServerSocketChannel server;
    private final Path socket;
    private final UserPrincipal worker;
    private final AllowFile allowed;
    private final Deeds deeds;
    private final Journal journal;
    private final Duration patience;
    private final Semaphore free = new Semaphore(MOST_AT_ONCE);
    private final ExecutorService servants = Executors.newFixedThreadPool(MOST_AT_ONCE);
    private final ScheduledThreadPoolExecutor deadlines = new ScheduledThreadPoolExecutor(1);

    /** @throws IOException when there is no such folder, or another supervisor listens */
    Door(Path socket, UserPrincipal worker, AllowFile allowed, Deeds deeds, Journal journal, Duration patience)
            throws IOException {
        this.socket = socket;
        this.worker = worker;
        this.allowed = allowed;
        this.deeds = deeds;
        this.journal = journal;
        this.patience = patience;
        deadlines.setRemoveOnCancelPolicy(true);
        this.server = listen(socket);
    }

    private static ServerSocketChannel listen(Path socket) throws IOException {
        var address = UnixDomainSocketAddress.of(socket);
        if (Files.exists(socket)) {
            try (var other = SocketChannel.open(address)) {
                throw new IOException(socket + ": another supervisor listens there (" + other.isConnected() + ")");
            } catch (ConnectException leftOver) {
                Files.delete(socket);
            }
        }
        var server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            server.bind(address, MOST_WAITING);
            Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
            return server;
        } catch (IOException notThere) {
            server.close();
            throw notThere;
        }
    }

    /** Until it is closed. */
    void serve() throws IOException, InterruptedException {
        while (true) {
            free.acquire();
            SocketChannel channel;
            try {
                channel = server.accept();
            } catch (ClosedChannelException end) {
                return;
            }
            servants.execute(() -> {
                try {
                    serve(channel);
                } finally {
                    free.release();
                }
            });
        }
    }

    private void serve(SocketChannel channel) {
        try (channel) {
            var user = channel.getOption(ExtendedSocketOptions.SO_PEERCRED).user();
            if (user.equals(worker)) {
                converse(channel, user.getName());
            } else {
                refuseStranger(channel, user.getName());
            }
        } catch (IOException gone) {
            journal.warning("Whoever asked is gone before the answer: " + gone.getMessage());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    private void refuseStranger(SocketChannel channel, String user) throws IOException {
        var answer = Answer.refused(new RefusedException(
                Reason.OTHER_USER, "the user " + user + " may ask nothing here, but only " + worker.getName()));
        journal.asked(user, "?", "", answer, 0);
        write(channel, answer);
    }

    private void converse(SocketChannel channel, String user) throws IOException, InterruptedException {
        var begun = System.nanoTime();
        var name = "?";
        var about = "";
        Answer answer;
        try {
            var asked = Request.of(line(channel));
            name = asked.name();
            about = asked.about();
            var list = allowed.read();
            if (!list.permits(asked)) {
                throw new RefusedException(
                        Reason.NOT_ALLOWED, allowed.path() + " does not permit " + name + " " + about);
            }
            answer = deeds.does(asked, list);
        } catch (RefusedException why) {
            answer = Answer.refused(why);
        } catch (IOException | RuntimeException fault) {
            journal.error("A fault of the supervisor's: " + fault);
            answer = Answer.failed(Reason.FAULT, "the supervisor could not do it; its journal says why");
        }
        journal.asked(user, name, about, answer, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
        write(channel, answer);
    }

    private String line(SocketChannel channel) throws IOException, RefusedException {
        var bytes = ByteBuffer.allocate(MOST_BYTES);
        try (var deadline = new Deadline(channel::shutdownInput)) {
            while (true) {
                var seen = bytes.position();
                if (!bytes.hasRemaining()) {
                    throw new RefusedException(Reason.TOO_LONG, "a request has at most " + MOST_BYTES + " bytes");
                }
                if (channel.read(bytes) < 0) {
                    throw deadline.isOver()
                            ? new RefusedException(
                                    Reason.TOO_SLOW, "no whole request came in " + patience.toMillis() + " ms")
                            : new RefusedException(
                                    Reason.MALFORMED, "a request ends with a new line; this one just ended");
                }
                for (int i = seen; i < bytes.position(); i++) {
                    if (bytes.get(i) == '\n') {
                        return text(bytes, i);
                    }
                }
            }
        }
    }

    private static String text(ByteBuffer bytes, int end) throws RefusedException {
        if (bytes.position() > end + 1) {
            throw new RefusedException(Reason.MALFORMED, "a connection has one request, and nothing behind it");
        }
        try {
            return UTF_8.newDecoder().decode(bytes.flip().limit(end)).toString();
        } catch (CharacterCodingException garbled) {
            throw new RefusedException(Reason.MALFORMED, "the request is no text in UTF-8");
        }
    }

    private void write(SocketChannel channel, Answer answer) throws IOException {
        var bytes = ByteBuffer.wrap((answer.json() + "\n").getBytes(UTF_8));
        try (var deadline = new Deadline(channel::close)) {
            while (bytes.hasRemaining() && !deadline.isOver()) {
                channel.write(bytes);
            }
        }
    }

    private interface Shutting {
        void shut() throws IOException;
    }

    /** Shuts a connection when the patience is over; whoever waits there then wakes up. */
    private final class Deadline implements AutoCloseable {

        private final ScheduledFuture<?> due;
        private volatile boolean over;

        Deadline(Shutting shutting) {
            due = deadlines.schedule(() -> reach(shutting), patience.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void reach(Shutting shutting) {
            over = true;
            try {
                shutting.shut();
            } catch (IOException gone) {
                journal.warning("Cannot shut a connection: " + gone.getMessage());
            }
        }

        boolean isOver() {
            return over;
        }

        @Override
        public void close() {
            due.cancel(false);
        }
    }

    /** Takes no more; what is being done is done. */
    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(socket);
        servants.shutdown();
        try {
            if (!servants.awaitTermination(LONGEST_END.toSeconds(), TimeUnit.SECONDS)) {
                journal.warning("Ended in the middle of a request");
            }
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
        deadlines.shutdownNow();
        journal.end();
    }
}
