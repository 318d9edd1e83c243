package io.disconnectalerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in, and from which page. */
class AccessGuardTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(nullValues = "none", quoteCharacter = '`', textBlock = """
            ``,     none,              true
            ``,     Bearer x,          true
            s3cret, Bearer s3cret,     true
            s3cret, bearer s3cret,     true
            s3cret, BEARER s3cret,     true
            s3cret, `Bearer   s3cret`, true
            s3cret, `Bearer s3cret  `, true
            s3cret, s3cret,            false
            s3cret, Bearers3cret,      false
            s3cret, Basic s3cret,      false
            s3cret, Bearer S3cret,     false
            s3cret, Bearer s3cre,      false
            s3cret, Bearer s3cret x,   false
            s3cret, Bearer,            false
            s3cret, none,              false
            """)
    void whoShowsTheTokenIsLetIn(String token, String authorization, boolean admitted) {
        assertEquals(admitted, new AccessGuard(token).admits(authorization));
    }

    @ParameterizedTest(name = "{1}://{2} from {3}, token \"{0}\"")
    @CsvSource(nullValues = "none", quoteCharacter = '`', textBlock = """
            ``,     http,  localhost:8080,     none,                        false
            ``,     http,  LocalHost,          none,                        false
            ``,     http,  127.0.0.1:8080,     none,                        false
            ``,     http,  [::1]:8080,         none,                        false
            ``,     http,  ``,                 none,                        false
            ``,     http,  evil.example:8080,  none,                        true
            ``,     http,  localhost.evil.example, none,                    true
            ``,     http,  127.0.0.1.evil.example, none,                    true
            ``,     http,  0.0.0.0:8080,       none,                        true
            ``,     http,  10.0.0.1:8080,      none,                        true
            ``,     http,  evil.example:8080,  http://evil.example:8080,    true
            ``,     http,  localhost:8080,     http://localhost:8080,       false
            ``,     http,  localhost:8080,     http://localhost:3000,       true
            ``,     http,  localhost:8080,     https://localhost:8080,      true
            ``,     http,  localhost:8080,     http://127.0.0.1:8080,       true
            ``,     http,  localhost:8080,     null,                        true
            ``,     http,  localhost:8080,     ``,                          true
            s3cret, http,  alerts.example,     none,                        false
            s3cret, http,  alerts.example,     http://alerts.example,       false
            s3cret, http,  alerts.example:80,  http://alerts.example,       false
            s3cret, https, alerts.example,     https://Alerts.example:443,  false
            s3cret, https, alerts.example,     http://alerts.example,       true
            s3cret, http,  alerts.example,     http://alerts.example.evil,  true
            s3cret, http,  alerts.example,     http://evil.example,         true
            s3cret, http,  alerts.example,     null,                        true
            """)
    void aPageOfSomebodyElseIsAStranger(String token, String scheme, String host, String origin, boolean stranger) {
        List<String> origins = origin == null ? List.of() : List.of(origin);
        assertEquals(stranger, new AccessGuard(token).stranger(scheme, host, origins).isPresent());
    }

    @ParameterizedTest
    @CsvSource({"http://localhost:8080,http://evil.example", "http://evil.example,http://localhost:8080"})
    void oneOfSeveralOriginsIsEnough(String one, String other) {
        assertEquals(true, new AccessGuard("").stranger("http", "localhost:8080", List.of(one, other)).isPresent());
    }
}
