package io.pulsefleet.hub.intake;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.AsyncContext;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class ShortCutTest {

    @Test
    void theRequestIsEndedEvenWhenItsAnswerCannotBeMade() {
        var called = new ArrayList<String>();
        var asynchronous = (AsyncContext) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {AsyncContext.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    if (method.getName().equals("getResponse")) {
                        throw new IllegalStateException("of the test");
                    }
                    return null;
                });

        new ShortCut().answer(asynchronous, new Receipt.Known(), null);

        assertThat(called).endsWith("complete");
    }
}
