package io.pulsefleet.e2e;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** Asks as nobody in particular. */
final class Http {

    private static final HttpClient CLIENT = HttpClient.newHttpClient();

    private Http() {}

    static HttpResponse<String> get(URI address) throws IOException, InterruptedException {
        var request =
                HttpRequest.newBuilder(address).timeout(Duration.ofSeconds(20)).build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
