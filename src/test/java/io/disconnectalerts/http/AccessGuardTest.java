package io.disconnectalerts.http;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is let in. */
class AccessGuardTest {

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(nullValues = "none", quoteCharacter = '`', textBlock = """
            ``,    none,            true
            ``,    Bearer x,        true
            s3cret, Bearer s3cret,  true
            s3cret, bearer s3cret,  false
            s3cret, s3cret,         false
            s3cret, Bearer s3cre,   false
            s3cret, `Bearer s3cret `, false
            s3cret, none,           false
            """)
    void whoShowsTheTokenIsLetIn(String token, String authorization, boolean admitted) {
        assertEquals(admitted, new AccessGuard(token).admits(authorization));
    }
}
