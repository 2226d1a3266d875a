package io.pulsefleet.agent.collect.uptime;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A server that does what its caller asks for, faults as well; and a proxy. What the path says is done.
 *
 * <pre>
 * /ok  /status/503  /slow/200 (milliseconds before the first byte)  /drip/200 (behind the first byte)
 * /chunked  /until-close  /truncated  /chunk-truncated  /endless  /endless-headers  /large/100000
 * /redirect/3 (so many times)  /loop  /to?http://elsewhere/  /reset  /silent  /garbage  /echo (the request itself)  /json
 * </pre>
 */
public final class MeasureTarget implements AutoCloseable {

    private static final char[] NO_PASSWORD = new char[0];

    private final ServerSocket server;
    private final ExecutorService threads = Executors.newCachedThreadPool(todo -> {
        var thread = new Thread(null, todo, "target", 256 << 10);
        thread.setDaemon(true);
        return thread;
    });
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();
    private final SSLContext tls;
    private final long tlsDelayMillis;
    private final boolean remembers;

    private MeasureTarget(SSLContext tls, long tlsDelayMillis, boolean remembers) throws IOException {
        this.tls = tls;
        this.tlsDelayMillis = tlsDelayMillis;
        this.remembers = remembers;
        this.server = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    static MeasureTarget plain() throws IOException {
        return new MeasureTarget(null, 0, true);
    }

    /** For load: it does not remember what it was asked. */
    public static MeasureTarget forgetful() throws IOException {
        return new MeasureTarget(null, 0, false);
    }

    static MeasureTarget secured(Der.Signed own) throws IOException, GeneralSecurityException {
        return secured(own, 0);
    }

    /** @param delayMillis before it answers the first word of a handshake */
    static MeasureTarget secured(Der.Signed own, long delayMillis) throws IOException, GeneralSecurityException {
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("own", own.keys().getPrivate(), NO_PASSWORD, new X509Certificate[] {own.certificate()});
        var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, NO_PASSWORD);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), new javax.net.ssl.TrustManager[] {new Anybody()}, null);
        return new MeasureTarget(context, delayMillis, true);
    }

    /** A port at which connections are not taken: its queue is full. */
    static final class Full implements AutoCloseable {

        private final ServerSocket server;
        private final List<Socket> waiting = new ArrayList<>();

        Full() throws IOException {
            server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
            try {
                while (waiting.size() < 64) {
                    var one = new Socket();
                    waiting.add(one);
                    one.connect(new InetSocketAddress(server.getInetAddress(), server.getLocalPort()), 200);
                }
            } catch (java.net.SocketTimeoutException full) {
                return;
            }
            throw new IOException("the queue takes any number");
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (var one : waiting) {
                one.close();
            }
            server.close();
        }
    }

    public int port() {
        return server.getLocalPort();
    }

    /** First lines of requests, as they came. */
    List<String> requests() {
        return List.copyOf(requests);
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                open.add(socket);
                threads.execute(() -> serve(socket));
            } catch (IOException over) {
                if (!server.isClosed()) {
                    throw new java.io.UncheckedIOException(over);
                }
            }
        }
    }

    private void serve(Socket plain) {
        try (plain) {
            plain.setTcpNoDelay(true);
            talk(plain, secured(plain));
        } catch (IOException gone) {
            // whoever asked left, as some are to do
        } catch (InterruptedException ended) {
            Thread.currentThread().interrupt();
        } finally {
            open.remove(plain);
        }
    }

    private Socket secured(Socket plain) throws IOException, InterruptedException {
        if (tls == null) {
            return plain;
        }
        if (tlsDelayMillis > 0) {
            TimeUnit.MILLISECONDS.sleep(tlsDelayMillis);
        }
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
        secured.setUseClientMode(false);
        secured.setWantClientAuth(true);
        secured.startHandshake();
        return secured;
    }

    private void talk(Socket plain, Socket socket) throws IOException, InterruptedException {
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        var out = socket.getOutputStream();
        for (var request = read(in); !request.isEmpty(); request = read(in)) {
            if (remembers) {
                requests.add(request.get(0));
            }
            if (request.get(0).startsWith("CONNECT ")) {
                tunnel(request.get(0), socket);
                return;
            }
            if (!answer(request, plain, socket, out)) {
                return;
            }
        }
    }

    private static List<String> read(BufferedReader in) throws IOException {
        var lines = new ArrayList<String>();
        for (var line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            lines.add(line);
        }
        for (var line : lines) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                var body = new char[Integer.parseInt(line.substring(15).strip())];
                var got = 0;
                while (got < body.length) {
                    var count = in.read(body, got, body.length - got);
                    if (count < 0) {
                        throw new SocketException("the body ended early");
                    }
                    got += count;
                }
                lines.add("");
                lines.add(new String(body));
                break;
            }
        }
        return lines;
    }

    /** @return whether it goes on */
    private boolean answer(List<String> request, Socket plain, Socket socket, OutputStream out)
            throws IOException, InterruptedException {
        var path = request.get(0).split(" ", -1)[1].replaceFirst("^http://[^/]*", "");
        var words = path.split("/", -1);
        var word = words.length > 1 ? words[1].replaceFirst("\\?.*", "") : "";
        var number = words.length > 2 && words[2].matches("\\d+") ? Integer.parseInt(words[2]) : 0;
        var keeps = request.stream().anyMatch(line -> line.equalsIgnoreCase("connection: keep-alive"));
        switch (word) {
            case "ok" -> send(out, 200, "Content-Type: text/plain", "ready");
            case "json" -> send(out, 200, "Content-Type: application/json", "{\"status\":\"ok\",\"queue\":[1,2,3]}");
            case "status" -> send(out, number, "X-Why: asked", "no worker");
            case "slow" -> {
                TimeUnit.MILLISECONDS.sleep(number);
                send(out, 200, "X-A: b", "ready");
            }
            case "drip" -> {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nre".getBytes(US_ASCII));
                out.flush();
                TimeUnit.MILLISECONDS.sleep(number);
                out.write("ady".getBytes(US_ASCII));
            }
            case "chunked" ->
                out.write(
                        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3;a=b\r\nrea\r\n2\r\ndy\r\n0\r\nX: y\r\n\r\n"
                                .getBytes(US_ASCII));
            case "until-close" -> {
                out.write("HTTP/1.0 200 OK\r\n\r\nready".getBytes(US_ASCII));
                return false;
            }
            case "truncated" -> {
                out.write("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nready".getBytes(US_ASCII));
                return false;
            }
            case "chunk-truncated" -> {
                out.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nready\r\n".getBytes(US_ASCII));
                return false;
            }
            case "endless" -> {
                out.write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
                endless(out, "and so on ");
            }
            case "endless-headers" -> {
                out.write("HTTP/1.1 200 OK\r\n".getBytes(US_ASCII));
                endless(out, "X-And: so on\r\n");
            }
            case "large" -> send(out, 200, "X-A: b", "x".repeat(number));
            case "redirect" ->
                send(out, 302, "Location: " + (number > 1 ? "/redirect/" + (number - 1) : "/ok"), "elsewhere");
            case "loop" -> send(out, 301, "Location: /loop", "round");
            case "to" -> send(out, 307, "Location: " + path.replaceFirst("[^?]*\\?", ""), "there");
            case "reset" -> {
                plain.setSoLinger(true, 0);
                plain.close();
                return false;
            }
            case "silent" -> plain.getInputStream().transferTo(OutputStream.nullOutputStream());
            case "garbage" -> out.write("220 mail.example ESMTP\r\n".getBytes(US_ASCII));
            case "client" -> send(out, 200, "X-A: b", clientName(socket));
            case "gone" -> {
                send(out, 200, "X-A: b", "ready");
                return false;
            }
            case "echo" -> send(out, 200, "X-A: b", String.join("\n", request));
            default -> send(out, 404, "X-A: b", "nothing here");
        }
        out.flush();
        return keeps;
    }

    private static String clientName(Socket socket) {
        try {
            return ((SSLSocket) socket).getSession().getPeerPrincipal().getName();
        } catch (javax.net.ssl.SSLPeerUnverifiedException none) {
            return "nobody";
        }
    }

    private static void send(OutputStream out, int status, String header, String body) throws IOException {
        var bytes = body.getBytes(ISO_8859_1);
        out.write(("HTTP/1.1 " + status + " Words\r\n" + header + "\r\nContent-Length: " + bytes.length + "\r\n\r\n"
                        + body)
                .getBytes(ISO_8859_1));
    }

    private static void endless(OutputStream out, String text) throws IOException {
        var bytes = text.getBytes(US_ASCII);
        while (true) {
            out.write(bytes);
        }
    }

    private void tunnel(String request, Socket client) throws IOException, InterruptedException {
        var target = request.split(" ", -1)[1].split(":", -1);
        if (target[0].equals("forbidden.test")) {
            send(client.getOutputStream(), 403, "X-A: b", "no");
            return;
        }
        try (var there = new Socket(InetAddress.getLoopbackAddress(), Integer.parseInt(target[1]))) {
            client.getOutputStream().write("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII));
            var back = threads.submit(() -> there.getInputStream().transferTo(client.getOutputStream()));
            client.getInputStream().transferTo(there.getOutputStream());
            back.cancel(true);
        }
    }

    /** {@code user:password} of a line of a request. */
    static String basic(String line) {
        return new String(Base64.getDecoder().decode(line.substring(line.lastIndexOf(' ') + 1)), ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var one : open) {
            one.close();
        }
        threads.shutdownNow();
    }
}
