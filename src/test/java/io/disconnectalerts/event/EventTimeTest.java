package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTimeTest {

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(delimiter = '|', nullValues = "none", quoteCharacter = '`', textBlock = """
            1758015945678                          | 2025-09-16T09:45:45.678Z
            "1758015945678"                        | 2025-09-16T09:45:45.678Z
            1758015945                             | 2025-09-16T09:45:45Z
            1758015945678901                       | 2025-09-16T09:45:45.678Z
            "2025-09-16 17:45:45"                  | 2025-09-16T09:45:45Z
            "2025-09-16T17:45:45"                  | 2025-09-16T09:45:45Z
            "2025-09-16 17:45:45.678"              | 2025-09-16T09:45:45.678Z
            "2025-09-16 17:45:45.678901"           | 2025-09-16T09:45:45.678901Z
            "2025-09-16T09:45:45Z"                 | 2025-09-16T09:45:45Z
            "2025-09-16 18:45:45+09:00"            | 2025-09-16T09:45:45Z
            "2025-09-16T18:45:45.678+0900"         | none
            "undefined"                            | none
            "9999999999999"                        | none
            -1                                     | none
            0                                      | none
            1e400                                  | none
            null                                   | none
            {}                                     | none
            """)
    void read(String json, String expected) throws Exception {
        Object time = new EventTime("+08:00").read(new ObjectMapper().readTree(json));
        assertEquals(expected, time == null ? null : time.toString());
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource({"2025-07-01T10:00:00Z, Europe/Berlin", "2025-07-01T04:00:00Z, +08:00", "2025-07-01T12:00:00Z, UTC"})
    void aFormattedTimeIsInTheZone(String expected, String zone) throws Exception {
        assertEquals(expected, new EventTime(zone).read(new ObjectMapper().readTree("\"2025-07-01 12:00:00\"")).toString());
    }
}
