{{- /* How Argus is reached, in a ServiceMonitor and a PodMonitor. */ -}}
{{- define "argus.access" -}}
{{- if .Values.monitoring.https }}
scheme: https
{{- end }}
{{- include "argus.credentials" . }}
{{- end }}

{{- define "argus.credentials" -}}
{{- with .Values.monitoring.tlsConfig }}
tlsConfig: {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.monitoring.basicAuth }}
basicAuth: {{- toYaml . | nindent 2 }}
{{- end }}
{{- end }}

{{- /* From a target to the Argus that reads it: always the same one, for that has its memory. */ -}}
{{- define "argus.through" -}}
- {sourceLabels: [__address__], targetLabel: __param_target}
- {sourceLabels: [__param_target], targetLabel: instance}
{{- if eq .Values.kind "StatefulSet" }}
- sourceLabels: [__param_target]
  modulus: {{ .Values.shards }}
  targetLabel: __tmp_argus
  action: hashmod
- sourceLabels: [__tmp_argus]
  targetLabel: __address__
  replacement: {{ include "argus.fullname" . }}-$1.{{ include "argus.address" . }}
{{- else }}
- {targetLabel: __address__, replacement: {{ include "argus.address" . | quote }}}
{{- end }}
{{- end }}
