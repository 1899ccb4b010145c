{{- define "argus.container" -}}
name: argus
image: {{ .Values.image.repository }}{{ if .Values.image.digest }}@{{ .Values.image.digest }}{{ else }}:{{ .Values.image.tag | default .Chart.AppVersion }}{{ end }}
{{- with .Values.image.pullPolicy }}
imagePullPolicy: {{ . }}
{{- end }}
command: [/bin/argus]
args:
  - --config.file=/etc/argus/argus.yml
  - --storage.path=/data/argus.db
  {{- if .Values.hostNetwork }}
  - --web.listen-address=$(HOST_IP):10493
  - --web.health-address=127.0.0.1:10494
  {{- else }}
  - --web.listen-address=:10493
  - --web.health-address=:10494
  {{- end }}
  {{- if .Values.existingWebSecret }}
  - --web.config.file=/etc/argus-web/web.yml
  {{- end }}
  {{- if .Values.traps.enabled }}
  - --snmp.trap-address=:10162
  {{- end }}
  {{- with .Values.extraArgs }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
env:
  {{- with include "argus.memory" . }}
  - {name: GOMEMLIMIT, value: {{ . | quote }}}
  {{- end }}
  - {name: HOST_IP, valueFrom: {fieldRef: {fieldPath: status.hostIP}}}
  {{- with .Values.extraEnv }}
  {{- toYaml . | nindent 2 }}
  {{- end }}
ports:
  - {name: http, containerPort: 10493}
  - {name: health, containerPort: 10494}
  {{- if .Values.traps.enabled }}
  - {name: traps, containerPort: 10162, protocol: UDP}
  {{- end }}
{{- /* None of them touches a device: a UPS that is dead must not restart what watches it. */}}
{{- $host := .Values.hostNetwork | ternary ", host: 127.0.0.1" "" }}
startupProbe:
  httpGet: {path: /healthz, port: health{{ $host }}}
  periodSeconds: 2
  failureThreshold: 30
livenessProbe:
  httpGet: {path: /healthz, port: health{{ $host }}}
  periodSeconds: 20
  timeoutSeconds: 5
  failureThreshold: 6
readinessProbe:
  httpGet: {path: /-/ready, port: health{{ $host }}}
  periodSeconds: 5
  timeoutSeconds: 5
{{- with get .Values "resources" }}
resources: {{- toYaml . | nindent 2 }}
{{- end }}
securityContext:
  allowPrivilegeEscalation: false
  readOnlyRootFilesystem: true
  capabilities: {drop: [ALL]}
volumeMounts:
  - {name: config, mountPath: /etc/argus, readOnly: true}
  - {name: data, mountPath: /data}
  {{- if .Values.existingSecret }}
  - {name: secrets, mountPath: /etc/argus-secrets, readOnly: true}
  {{- end }}
  {{- if .Values.existingWebSecret }}
  - {name: web, mountPath: /etc/argus-web, readOnly: true}
  {{- end }}
{{- end }}
