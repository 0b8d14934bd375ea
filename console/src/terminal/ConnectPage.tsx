export default function ConnectPage({ id, service }: { id: string; service: string }) {
  return (
    <p>
      {id} {service}
    </p>
  );
}
