package io.adit.wire;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SideTest {

  @ParameterizedTest
  @EnumSource
  void aModeNamesItsSide(Side side) {
    assertThat(Side.ofMode(side.mode())).contains(side);
    assertThat(side.opposite()).isNotEqualTo(side);
    assertThat(side.opposite().opposite()).isEqualTo(side);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Source", "SOURCE", "dst", "destination ", "source,destination"})
  void anythingElseNamesNone(String mode) {
    assertThat(Side.ofMode(mode)).isEmpty();
  }
}
