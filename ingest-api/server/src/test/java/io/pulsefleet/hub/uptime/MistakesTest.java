package io.pulsefleet.hub.uptime;

import static org.assertj.core.api.Assertions.assertThat;

import io.pulsefleet.hub.http.Complaints;
import io.pulsefleet.wire.uptime.CheckKind;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Of a check all that is wrong is told, each with its field (UO-05). */
class MistakesTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            http  | {}                                                          | check.url
            http  | {"url":"ftp://x","method":"CON NECT","redirects":21,"family":"7","version":"3"} | check.url check.method check.redirects check.family check.version
            http  | {"url":5,"redirects":"many","headers":{"a b":"1"},"assertions":["status == ","x","rows > 0"]} | check.url check.redirects check.headers check.assertions[0] check.assertions[1] check.assertions[2]
            http  | {"url":"http://x","headers":{"Host":"1","TE":"2","Upgrade":"3"},"largest":0} | check.headers.TE check.headers.Upgrade check.largest
            http  | {"url":"http://x","password":"p","largest":0}               | check.user check.largest
            http  | {"url":"http://x","key":"nonsense","trust":"nonsense"}      | check.trust check.key
            tcp   | {"host":"-x","port":0,"send":"\\\\q","expect":"(","family":"5"} | check.host check.port check.send check.expect check.family
            tcp   | []                                                          | check
            dns   | {"record":"Q","server":"a:b:c:d/","expected":[null,null]}   | check.name check.record check.server check.expected[0] check.expected[1]
            tls   | {"host":"h","port":"443","serverName":"-"}                  | check.port check.serverName
            query | {"url":"jdbc:oracle:x","assertions":["loss > 1"]}           | check.url check.assertions[0]
            push  | {"grace":"long"}                                            | check.grace
            """)
    void allIsTold(String kind, String json, String fields) {
        var wrong = new Complaints();

        assertThat(Mistakes.read(CheckKind.of(kind).orElseThrow(), json, wrong)).isEmpty();

        assertThat(wrong.fields()).containsExactlyInAnyOrder(fields.split(" ", -1));
    }

    @ParameterizedTest
    @EnumSource(CheckKind.class)
    void ofWhatIsRightNothingIsTold(CheckKind kind) {
        var wrong = new Complaints();

        assertThat(Mistakes.read(kind, kind.example(), wrong)).containsInstanceOf(kind.check());
        assertThat(wrong.fields()).isEmpty();
    }

    @Test
    void aSecretsPlaceMayStandAnywhereAndIsNoMistake() {
        var wrong = new Complaints();

        assertThat(Mistakes.read(
                        CheckKind.HTTP,
                        "{\"url\":\"https://${host}/x\",\"certificate\":\"${c}\",\"key\":\"${k}\"}",
                        wrong))
                .isPresent();
        assertThat(wrong.fields()).isEqualTo(List.of());
    }
}
