package io.pulsefleet.e2e.load;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * One thread that serves any number of connections to one server.
 *
 * <p>(1) What is told by a connection or a timer is told on this thread, one thing after the other. (2) A failure in what it
 * calls ends it; {@link #checkAlive} then tells of that failure, so that a load that stopped is not taken for a slow server.
 */
public final class Loop implements AutoCloseable {

    static final int LARGEST_REQUEST = 4 << 20;

    private static final long LONGEST_ANSWER = Duration.ofSeconds(90).toNanos();
    private static final long SWEEP_EVERY = Duration.ofSeconds(2).toNanos();

    /** For all connections: each is read and written in one go. */
    final ByteBuffer in = ByteBuffer.allocateDirect(256 << 10);

    final ByteBuffer out = ByteBuffer.allocateDirect(LARGEST_REQUEST);

    /** What TLS has unpacked. */
    final ByteBuffer plain = ByteBuffer.allocate(64 << 10);

    private final InetSocketAddress server;
    private final Selector selector;
    private final Thread thread;
    private final List<Connection> connections = new ArrayList<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;
    private volatile Throwable failure;

    /** Whose socket may be read or written. */
    @FunctionalInterface
    interface Selected {
        void ready(SelectionKey selected);
    }

    private record Timer(long at, Runnable task) implements Comparable<Timer> {
        @Override
        public int compareTo(Timer other) {
            return Long.signum(at - other.at); // nanoTime may run over
        }
    }

    public Loop(String name, InetSocketAddress server) throws IOException {
        this.server = server;
        this.selector = Selector.open();
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    public void start() {
        at(System.nanoTime() + SWEEP_EVERY, this::sweep);
        thread.start();
    }

    /** Another connection; before {@link #start}, or on the loop's thread. */
    public Connection connection() {
        var connection = new Connection(this);
        connections.add(connection);
        return connection;
    }

    /** From any thread. */
    public void execute(Runnable task) {
        tasks.add(task);
        selector.wakeup();
    }

    /**
     * Before {@link #start}, or on the loop's thread.
     *
     * @param nanoTime as {@link System#nanoTime} will say then
     */
    public void at(long nanoTime, Runnable task) {
        timers.add(new Timer(nanoTime, task));
    }

    /** @throws IllegalStateException when it has ended by a failure, which is the cause */
    public void checkAlive() {
        if (failure != null) {
            throw new IllegalStateException("The load stopped: " + failure, failure);
        }
    }

    public long threadId() {
        return thread.getId();
    }

    /** Ends the thread and every connection; what is under way is not told of any more. */
    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        try {
            thread.join();
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
        }
    }

    int port() {
        return server.getPort();
    }

    SocketChannel connect() throws IOException {
        var channel = SocketChannel.open();
        channel.configureBlocking(false);
        channel.setOption(java.net.StandardSocketOptions.TCP_NODELAY, true);
        channel.connect(server);
        return channel;
    }

    SelectionKey register(SocketChannel channel, int interest, Selected connection) throws IOException {
        return channel.register(selector, interest, connection);
    }

    private void run() {
        try {
            while (!closed) {
                runTasks();
                selector.select(key -> ((Selected) key.attachment()).ready(key), millisToNextTimer());
            }
        } catch (IOException | RuntimeException | Error broken) {
            failure = broken;
        } finally {
            end();
        }
    }

    private void runTasks() {
        for (var task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        for (var next = timers.peek(); next != null && next.at() - System.nanoTime() <= 0; next = timers.peek()) {
            timers.poll().task().run();
        }
    }

    /** Never 0, which would be for ever. */
    private long millisToNextTimer() {
        return timers.isEmpty() ? 1_000 : Math.max(1, (timers.peek().at() - System.nanoTime()) / 1_000_000);
    }

    private void sweep() {
        var now = System.nanoTime();
        connections.forEach(connection -> connection.giveUpWhenOlderThan(now - LONGEST_ANSWER));
        at(now + SWEEP_EVERY, this::sweep);
    }

    private void end() {
        try {
            for (var key : selector.keys()) {
                key.channel().close();
            }
            selector.close();
        } catch (IOException cannot) {
            throw new UncheckedIOException(cannot);
        }
    }
}
