# Build first: ./mvnw -DskipTests package
FROM eclipse-temurin:25-jre
RUN useradd --system --uid 65532 prism && mkdir -p /prism/data && chown prism /prism/data
WORKDIR /prism
COPY gateway-server/target/lib lib/
COPY gateway-server/target/prism.jar prism.jar
COPY conf/prism.yaml conf/prices.yaml conf/
USER prism
EXPOSE 8080 9090
ENTRYPOINT ["java", "-XX:+UseCompactObjectHeaders", "-XX:MaxRAMPercentage=50", "-Dio.netty.leakDetection.level=disabled", \
  "-Djdk.reflect.useNativeAccessorOnly=true", \
  "-XX:Tier4InvocationThreshold=25000", "-XX:Tier4MinInvocationThreshold=3000", "-XX:Tier4CompileThreshold=75000", \
  "-XX:Tier4BackEdgeThreshold=200000", "-XX:MaxInlineLevel=9", "-XX:InlineSmallCode=1500", \
  "--enable-native-access=ALL-UNNAMED", "--sun-misc-unsafe-memory-access=allow", "-Dprism.home=/prism", \
  "-jar", "prism.jar"]
CMD ["serve", "--config", "conf/prism.yaml"]
