package io.disconnectalerts.robot;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The kamelets are shaped alike, so that a diff of two shows what differs between two platforms and nothing else. */
class KameletShapeTest {

    @ParameterizedTest
    @ValueSource(strings = {"wecom", "dingtalk", "feishu", "webhook"})
    void everyKameletWrapsSignsPostsAndChecks(String platform) throws IOException {
        assertEquals(List.of("wrap", "sign", "post", "check"), KameletCatalogueTest.read(platform + "-robot-sink")
                .at("/spec/template/from/steps").findValuesAsText("id"));
    }
}
