package io.pulsefleet.e2e.probers;

import io.pulsefleet.e2e.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What an agent reaches its hub by, and what can be cut: then nothing comes through in either direction and nobody is told,
 * as when a switch dies. What was sent meanwhile arrives when it is mended.
 */
final class Cable implements AutoCloseable {

    private static final int BACKLOG = 200;

    private final ServerSocket near;
    private final int far;
    private final List<Socket> ends = new CopyOnWriteArrayList<>();
    private final ExecutorService pumps = Executors.newCachedThreadPool(todo -> {
        var thread = new Thread(todo, "cable");
        thread.setDaemon(true);
        return thread;
    });
    private boolean isCut;

    /** @param far the hub's port; nobody need listen there yet */
    Cable(int far) throws IOException {
        this.far = far;
        this.near = new ServerSocket();
        near.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), Ports.free()), BACKLOG);
        pumps.execute(this::accept);
    }

    URI address() {
        return URI.create("http://localhost:" + near.getLocalPort());
    }

    synchronized void cut() {
        isCut = true;
    }

    synchronized void mend() {
        isCut = false;
        notifyAll();
    }

    private synchronized void awaitWhole() throws InterruptedException {
        while (isCut) {
            wait();
        }
    }

    private void accept() {
        while (!near.isClosed()) {
            try {
                var client = near.accept();
                ends.add(client);
                pumps.execute(() -> connect(client));
            } catch (IOException over) {
                if (!near.isClosed()) {
                    throw new UncheckedIOException(over);
                }
            }
        }
    }

    private void connect(Socket client) {
        try {
            awaitWhole();
            var hub = new Socket(InetAddress.getLoopbackAddress(), far);
            ends.add(hub);
            pumps.execute(() -> pump(client, hub));
            pump(hub, client);
        } catch (IOException hubIsDown) {
            leave(client);
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket from, Socket to) {
        var buffer = new byte[16 << 10];
        try {
            for (int count; (count = from.getInputStream().read(buffer)) >= 0; ) {
                awaitWhole();
                to.getOutputStream().write(buffer, 0, count);
            }
            awaitWhole();
        } catch (IOException gone) {
            // the other end is told below
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            leave(from);
            leave(to);
        }
    }

    private void leave(Socket end) {
        try {
            end.close();
        } catch (IOException closed) {
            // it was closed already
        }
        ends.remove(end);
    }

    @Override
    public void close() throws IOException {
        near.close();
        ends.forEach(this::leave);
        pumps.shutdownNow();
    }
}
