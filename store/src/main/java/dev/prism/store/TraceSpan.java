package dev.prism.store;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.InstrumentationLibraryInfo;
import io.opentelemetry.sdk.common.InstrumentationScopeInfo;
import io.opentelemetry.sdk.resources.Resource;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;
import java.util.List;

/// A span that is over already: what the exporter wants to know of it.
record TraceSpan(
    String name,
    SpanKind kind,
    Place place,
    StatusData status,
    Times times,
    Details details) implements SpanData {
  private static final InstrumentationScopeInfo SCOPE = InstrumentationScopeInfo
      .create("dev.prism");
  private static final Resource RESOURCE = Resource.getDefault()
      .toBuilder()
      .put("service.name", "prism")
      .build();

  record Place(SpanContext self, SpanContext parent) {}

  record Times(long startEpochNanos, long endEpochNanos) {}

  record Details(Attributes attributes, List<EventData> events) {}

  @Override
  public String getName() {
    return name;
  }

  @Override
  public SpanKind getKind() {
    return kind;
  }

  @Override
  public SpanContext getSpanContext() {
    return place.self();
  }

  @Override
  public SpanContext getParentSpanContext() {
    return place.parent();
  }

  @Override
  public StatusData getStatus() {
    return status;
  }

  @Override
  public long getStartEpochNanos() {
    return times.startEpochNanos();
  }

  @Override
  public long getEndEpochNanos() {
    return times.endEpochNanos();
  }

  @Override
  public Attributes getAttributes() {
    return details.attributes();
  }

  @Override
  public List<EventData> getEvents() {
    return details.events();
  }

  @Override
  public List<LinkData> getLinks() {
    return List.of();
  }

  @Override
  public boolean hasEnded() {
    return true;
  }

  @Override
  public int getTotalRecordedEvents() {
    return details.events().size();
  }

  @Override
  public int getTotalRecordedLinks() {
    return 0;
  }

  @Override
  public int getTotalAttributeCount() {
    return details.attributes().size();
  }

  @Override
  @Deprecated
  public InstrumentationLibraryInfo getInstrumentationLibraryInfo() {
    return InstrumentationLibraryInfo.create(SCOPE.getName(), null);
  }

  @Override
  public InstrumentationScopeInfo getInstrumentationScopeInfo() {
    return SCOPE;
  }

  @Override
  public Resource getResource() {
    return RESOURCE;
  }
}
