package io.pulsefleet.agent.collect.uptime;

import io.pulsefleet.wire.uptime.Answer;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/** One connection, as a probe makes it: no name is looked up here, and no handshake is a resumed one. */
final class Wire implements Closeable {

    /** Java remembers TLS sessions by host and port; no two of ours have the same. */
    private static final AtomicInteger UNIQUE = new AtomicInteger();

    /** What the clock closes: a secured one would wait for whoever is writing. */
    private final Socket plain;

    private Socket socket;
    private InputStream in;
    private Answer.Certificate certificate;
    private String protocol = "";
    private Optional<Http2> http2 = Optional.empty();

    private Wire(Socket socket) throws IOException {
        this.plain = socket;
        this.socket = socket;
        this.in = new BufferedInputStream(socket.getInputStream());
    }

    /** Tries one address after the other, each with its share of the time that is left. */
    static Wire to(List<InetAddress> addresses, int port, Attempt attempt) throws IOException {
        attempt.watch.enter(Stopwatch.Phase.CONNECT);
        IOException last = new ConnectException("there is no address");
        for (int i = 0; i < addresses.size(); i++) {
            var address = addresses.get(i);
            attempt.address = address.getHostAddress();
            var socket = attempt.hold(new Socket());
            try {
                socket.setTcpNoDelay(true);
                socket.connect(
                        new InetSocketAddress(address, port),
                        Math.max(1, attempt.millisLeft() / (addresses.size() - i)));
                return new Wire(socket);
            } catch (IOException another) {
                Deadlines.closeQuietly(socket);
                last = another;
            }
        }
        throw last;
    }

    /**
     * @param host as which the server is asked for, and whose certificate it must show
     * @param protocols that are offered, the best first; none: nothing is said of what will be spoken
     */
    void secure(String host, Trust trust, List<String> protocols, Attempt attempt) throws IOException {
        attempt.watch.enter(Stopwatch.Phase.TLS);
        var secured = (SSLSocket) trust.context()
                .getSocketFactory()
                .createSocket(socket, host, UNIQUE.incrementAndGet() & Integer.MAX_VALUE, true);
        var how = secured.getSSLParameters();
        if (!Addresses.isLiteral(host)) {
            how.setServerNames(List.of(new SNIHostName(withoutLastDot(host))));
        }
        if (!trust.isAny()) {
            how.setEndpointIdentificationAlgorithm("HTTPS");
        }
        how.setApplicationProtocols(protocols.toArray(String[]::new));
        secured.setSSLParameters(how);
        secured.setSoTimeout(attempt.millisLeft());
        try {
            secured.startHandshake();
        } catch (IOException refused) {
            for (Throwable one = refused; one != null; one = one.getCause()) {
                if (one instanceof UntrustedException untrusted) {
                    attempt.certificateEnds = untrusted.ends();
                }
            }
            throw refused;
        }
        socket = secured;
        in = new BufferedInputStream(secured.getInputStream());
        protocol = secured.getApplicationProtocol();
        certificate = shown(secured);
        attempt.certificateEnds = ((X509Certificate) secured.getSession().getPeerCertificates()[0])
                .getNotAfter()
                .toInstant();
    }

    private static Answer.Certificate shown(SSLSocket secured) throws IOException {
        var chain = secured.getSession().getPeerCertificates();
        var own = (X509Certificate) chain[0];
        return new Answer.Certificate(
                Duration.between(Instant.now(), own.getNotAfter().toInstant()).toDays(),
                own.getSubjectX500Principal().getName(),
                own.getIssuerX500Principal().getName(),
                names(own),
                chain.length,
                secured.getSession().getProtocol());
    }

    private static List<String> names(X509Certificate own) {
        var names = new ArrayList<String>();
        try {
            if (own.getSubjectAlternativeNames() != null) {
                own.getSubjectAlternativeNames().forEach(name -> names.add(String.valueOf(name.get(1))));
            }
        } catch (CertificateParsingException unreadable) {
            return List.of(); // it was good enough for the handshake
        }
        return names;
    }

    /** One that was kept is held to the time of the probe that uses it now. */
    void heldBy(Attempt attempt) {
        attempt.hold(plain);
        attempt.address = socket.getInetAddress().getHostAddress();
    }

    /** Null where it is not secured. */
    Answer.Certificate certificate() {
        return certificate;
    }

    /** Of those that were offered the one that the server chose; empty: it said nothing. */
    String protocol() {
        return protocol;
    }

    /** From now on HTTP/2 is spoken. */
    void speakHttp2() {
        http2 = Optional.of(new Http2(this));
    }

    Optional<Http2> http2() {
        return http2;
    }

    void write(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
        socket.getOutputStream().flush();
    }

    /** @return how many, or -1 at the end */
    int read(byte[] into, int from, int most, Attempt attempt) throws IOException {
        if (in.available() == 0) {
            socket.setSoTimeout(attempt.millisLeft());
        } else if (attempt.isOver()) {
            throw new SocketTimeoutException("the time of the probe is over");
        }
        return in.read(into, from, most);
    }

    /** One byte, or -1 at the end. */
    int read(Attempt attempt) throws IOException {
        if (in.available() == 0) {
            socket.setSoTimeout(attempt.millisLeft());
        }
        return in.read();
    }

    private static String withoutLastDot(String host) {
        return host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    }

    @Override
    public void close() {
        Deadlines.closeQuietly(socket);
    }
}
