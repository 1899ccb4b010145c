{{- /* The pod, which is the same in all kinds. */ -}}
{{- define "argus.pod" -}}
metadata:
  labels: {{- merge (include "argus.selector" . | fromYaml) .Values.podLabels | toYaml | nindent 4 }}
  {{- /* A change of the configuration starts a new pod. */}}
  annotations: {{- merge (dict "checksum/config" (.Values.config | toYaml | sha256sum)) .Values.podAnnotations | toYaml | nindent 4 }}
spec:
  serviceAccountName: {{ include "argus.serviceAccount" . }}
  automountServiceAccountToken: false
  enableServiceLinks: false
  terminationGracePeriodSeconds: {{ .Values.terminationGracePeriodSeconds }}
  {{- with .Values.imagePullSecrets }}
  imagePullSecrets: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.priorityClassName }}
  priorityClassName: {{ . }}
  {{- end }}
  {{- if .Values.hostNetwork }}
  hostNetwork: true
  dnsPolicy: ClusterFirstWithHostNet
  {{- end }}
  {{- if .Values.traps.enabled }}
  {{- if eq .Values.kind "Deployment" }}
  hostname: {{ include "argus.fullname" . }} # informs of v3 carry an engine id that is made of it
  {{- end }}
  {{- end }}
  {{- with .Values.nodeSelector }}
  nodeSelector: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.tolerations }}
  tolerations: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- with .Values.affinity }}
  affinity: {{- toYaml . | nindent 4 }}
  {{- end }}
  {{- if eq .Values.kind "StatefulSet" }}
  topologySpreadConstraints:
    {{- with .Values.topologySpreadConstraints }}
    {{- toYaml . | nindent 4 }}
    {{- else }}
    - maxSkew: 1
      topologyKey: kubernetes.io/hostname
      whenUnsatisfiable: ScheduleAnyway
      labelSelector:
        matchLabels: {{- include "argus.selector" . | nindent 10 }}
    {{- end }}
  {{- end }}
  securityContext:
    runAsNonRoot: true
    runAsUser: 65532
    runAsGroup: 65532
    fsGroup: 65532
    fsGroupChangePolicy: OnRootMismatch
    seccompProfile: {type: RuntimeDefault}
  containers:
    - {{- include "argus.container" . | nindent 6 }}
  volumes: {{- include "argus.volumes" . | nindent 4 }}
{{- end }}

{{- define "argus.volumes" -}}
- name: config
  configMap: {name: {{ .Values.existingConfigMap | default (include "argus.fullname" .) }}}
{{- with .Values.existingSecret }}
- name: secrets
  secret: {secretName: {{ . }}, defaultMode: 0400}
{{- end }}
{{- with .Values.existingWebSecret }}
- name: web
  secret: {secretName: {{ . }}, defaultMode: 0400}
{{- end }}
{{- $keep := .Values.persistence.enabled }}
{{- if and $keep .Values.persistence.hostPath }}
- name: data
  hostPath: {path: {{ .Values.persistence.hostPath }}, type: Directory}
{{- else if and $keep (eq .Values.kind "Deployment") }}
- name: data
  persistentVolumeClaim: {claimName: {{ .Values.persistence.existingClaim | default (include "argus.fullname" .) }}}
{{- else if not (and $keep (eq .Values.kind "StatefulSet")) }}
- name: data
  emptyDir: {sizeLimit: {{ .Values.persistence.size }}}
{{- end }}
{{- end }}
