package io.disconnectalerts.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.DefaultExchange;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What becomes of an array, going by its elements. */
class AnyTakenTest {

    @ParameterizedTest(name = "[{0}]")
    @CsvSource(nullValues = "none", value = {"tt, none", "tr, none", "rt, none", "rr, no", "trt, none", "rrt, none"})
    void anArrayIsRefusedOnlyIfEveryElementWas(String elements, String refused) {
        assertEquals(refused, aggregate(elements).getVariable("refused"));
    }

    @ParameterizedTest(name = "[{0}]")
    @CsvSource({"tf, true", "ft, true", "rf, true", "tr, false"})
    void anArrayFailsIfAnyElementDid(String elements, boolean fails) {
        assertEquals(fails, aggregate(elements).getException() != null);
    }

    /** Elements that were taken, refused or failed. */
    private static Exchange aggregate(String elements) {
        Exchange sum = null;
        for (char element : elements.toCharArray()) {
            Exchange exchange = new DefaultExchange(new DefaultCamelContext());
            if (element == 'r') {
                exchange.setVariable("refused", "no");
            } else if (element == 'f') {
                exchange.setException(new IllegalStateException());
            }
            sum = new AnyTaken().aggregate(sum, exchange);
        }
        return sum;
    }
}
