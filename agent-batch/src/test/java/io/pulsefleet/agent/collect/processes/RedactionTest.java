package io.pulsefleet.agent.collect.processes;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RedactionTest {

    /** A blank stands for the NUL between two words, an underscore in the third column's place for a blank within one. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            nginx -g daemon                              | nginx -g daemon
            java -Dapi.key=abc -jar shop.jar             | java -Dapi.key=*** -jar shop.jar
            app --password=s3cret --port=1               | app --password=*** --port=1
            app --db-password s3cret --port 1            | app --db-password *** --port 1
            app --token -v                               | app --token -v
            mysql -ps3cret -u root                       | mysql -p*** -u root
            /usr/bin/mysqldump -ps3cret                  | /usr/bin/mysqldump -p***
            ssh -p22 host                                | ssh -p22 host
            env PGPASSWORD=s3cret psql                   | env PGPASSWORD=*** psql
            psql postgres://shop:s3cret@db/shop          | psql postgres://shop:***@db/shop
            curl https://h/?token=abc&x=1                | curl https://h/?token=***&x=1
            curl -H Authorization:~Bearer~abcdefgh12     | curl -H Authorization: ***
            sh -c run~--secret~s3cret~--x                | sh -c run --secret *** --x
            aws AKIAIOSFODNN7EXAMPLE                     | aws ***
            """)
    void hidesWhatIsWrittenAsASecret(String words, String told) {
        assertThat(Redaction.commandLine(words.replace(' ', '\0').replace('~', ' ') + "\0", 300))
                .isEqualTo(told);
    }

    @ParameterizedTest
    @CsvSource({"10, echo aaaaa…", "4000, echo aaaaaaaaaa b"})
    void cutsWhatIsLongAndLeavesNoControlCharacters(int longest, String told) {
        assertThat(Redaction.commandLine("echo\0aaaaaaaaaa\n\tb\0", longest)).isEqualTo(told);
    }
}
