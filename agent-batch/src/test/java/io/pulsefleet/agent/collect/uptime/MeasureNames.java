package io.pulsefleet.agent.collect.uptime;

import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A name server that answers as it is told, late if it is told so. */
public final class MeasureNames implements AutoCloseable {

    private final DatagramSocket socket;
    private final ServerSocket tcp;
    private final Map<String, List<byte[]>> records = new ConcurrentHashMap<>();
    private final Map<String, Integer> codes = new ConcurrentHashMap<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(todo -> {
        var thread = new Thread(todo, "names");
        thread.setDaemon(true);
        return thread;
    });
    private final AtomicInteger lost = new AtomicInteger();
    private volatile long delayMillis;
    private volatile boolean isShort;

    public MeasureNames() throws IOException {
        tcp = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        socket = new DatagramSocket(tcp.getLocalPort(), InetAddress.getLoopbackAddress());
        threads.execute(this::hear);
        threads.execute(this::accept);
    }

    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), socket.getLocalPort());
    }

    public MeasureNames late(long millis) {
        delayMillis = millis;
        return this;
    }

    /** So many questions are not answered. */
    MeasureNames losing(int questions) {
        lost.set(questions);
        return this;
    }

    /** Over UDP it says only that there is more. */
    MeasureNames truncating() {
        isShort = true;
        return this;
    }

    MeasureNames answering(String name, int code) {
        codes.put(name, code);
        return this;
    }

    /** {@code 127.0.0.1}, {@code ::1} */
    public MeasureNames address(String name, String address) throws IOException {
        var bytes = InetAddress.getByName(address).getAddress();
        return record(name, bytes.length == 4 ? DnsRecord.A : DnsRecord.AAAA, bytes);
    }

    MeasureNames record(String name, DnsRecord type, byte[] data) {
        records.merge(
                name + " " + type,
                List.of(data),
                (one, other) -> java.util.stream.Stream.concat(one.stream(), other.stream())
                        .toList());
        codes.putIfAbsent(name, 0);
        return this;
    }

    static byte[] name(String name) {
        var out = new ByteArrayOutputStream();
        for (var label : name.split("\\.", -1)) {
            out.write(label.length());
            out.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        out.write(0);
        return out.toByteArray();
    }

    static byte[] joined(byte[]... parts) {
        var out = new ByteArrayOutputStream();
        Arrays.stream(parts).forEach(out::writeBytes);
        return out.toByteArray();
    }

    private void hear() {
        while (!socket.isClosed()) {
            try {
                var packet = new DatagramPacket(new byte[4_096], 4_096);
                socket.receive(packet);
                var question = Arrays.copyOf(packet.getData(), packet.getLength());
                if (lost.getAndDecrement() > 0) {
                    continue;
                }
                threads.execute(() -> {
                    try {
                        var answer = answer(question, isShort);
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    } catch (IOException over) {
                        // nobody hears it any more
                    }
                });
            } catch (IOException over) {
                if (!socket.isClosed()) {
                    throw new java.io.UncheckedIOException(over);
                }
            }
        }
    }

    private void accept() {
        while (!tcp.isClosed()) {
            try (var client = tcp.accept()) {
                var in = new DataInputStream(client.getInputStream());
                var question = new byte[in.readUnsignedShort()];
                in.readFully(question);
                var answer = answer(question, false);
                client.getOutputStream()
                        .write(joined(new byte[] {(byte) (answer.length >> 8), (byte) answer.length}, answer));
            } catch (IOException over) {
                if (!tcp.isClosed()) {
                    throw new java.io.UncheckedIOException(over);
                }
            }
        }
    }

    private byte[] answer(byte[] question, boolean truncated) {
        if (delayMillis > 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(delayMillis);
            } catch (InterruptedException ended) {
                Thread.currentThread().interrupt();
            }
        }
        var name = new StringBuilder();
        var at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".")
                    .append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        var number = (question[at + 1] & 0xFF) << 8 | (question[at + 2] & 0xFF);
        var type = DnsRecord.of(number).orElseThrow();
        var code = codes.getOrDefault(name.toString(), 3);
        var found = truncated ? List.<byte[]>of() : records.getOrDefault(name + " " + type, List.of());
        var out = new ByteArrayOutputStream();
        out.writeBytes(new byte[] {question[0], question[1], (byte) (truncated ? 0x83 : 0x81), (byte) (0x80 | code)});
        out.writeBytes(new byte[] {0, 1, 0, (byte) found.size(), 0, 0, 0, 0});
        out.write(question, 12, at + 5 - 12);
        for (var data : found) {
            out.writeBytes(new byte[] {(byte) 0xC0, 12, (byte) (number >> 8), (byte) number, 0, 1, 0, 0, 0, 60});
            out.writeBytes(new byte[] {(byte) (data.length >> 8), (byte) data.length});
            out.writeBytes(data);
        }
        return out.toByteArray();
    }

    @Override
    public void close() throws IOException {
        socket.close();
        tcp.close();
        threads.shutdownNow();
    }
}
