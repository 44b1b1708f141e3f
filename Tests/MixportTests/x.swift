import Subprocess
import Testing
@Test func nothing() {}
